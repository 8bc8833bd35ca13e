//! The first of many, in order.

use std::cmp::Ordering;

/// The first `top` of these by an order that tells all apart.
///
/// Only those are worth sorting: `O(n + top · log top)`.
pub(super) fn top<T>(mut items: Vec<T>, top: usize, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    if top < items.len() {
        items.select_nth_unstable_by(top, &order);
        items.truncate(top);
    }
    items.sort_unstable_by(order);
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_come_in_order() {
        let numbers = vec![5, 3, 9, 1, 7];

        assert_eq!(top(numbers.clone(), 3, i32::cmp), [1, 3, 5]);
        assert_eq!(top(numbers.clone(), 0, i32::cmp), [0; 0]);
        assert_eq!(top(numbers, 9, i32::cmp), [1, 3, 5, 7, 9]);
    }
}
