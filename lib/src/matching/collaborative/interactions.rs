//! Who met what: a sparse matrix of users and items.

/// Who met what: users × items, CSR, value = weight above 0 (how sure we are that they like it).
///
/// Users and items are numbered from 0. Memory: 8 bytes for each, and 8 for each user.
#[derive(Clone, Debug, PartialEq)]
pub struct Interactions {
    n_items: usize,
    /// Where each row begins, and the end of the last.
    starts: Vec<usize>,
    /// Ascending in each row.
    items: Vec<u32>,
    weights: Vec<f32>,
}

impl Interactions {
    /// Collect interactions: triples of user, item and weight, in any order.
    ///
    /// Of several for one user and item the greatest weight counts. Left out is what has no positive, finite weight, or
    /// a user or item beyond the number of them. `O(n log n)`.
    pub fn new(
        n_users: usize,
        n_items: usize,
        triples: impl IntoIterator<Item = (u32, u32, f32)>,
    ) -> Self {
        let counts = |&(user, item, weight): &(u32, u32, f32)| {
            let known = (user as usize) < n_users && (item as usize) < n_items;
            known && weight > 0.0 && weight.is_finite()
        };
        let mut triples: Vec<(u32, u32, f32)> = triples.into_iter().filter(counts).collect();
        triples.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        triples.dedup_by_key(|(user, item, _)| (*user, *item));

        let mut starts = vec![0; n_users + 1];
        triples.iter().for_each(|(user, _, _)| starts[*user as usize + 1] += 1);
        accumulate(&mut starts);
        let items = triples.iter().map(|(_, item, _)| *item).collect();
        let weights = triples.iter().map(|(_, _, weight)| *weight).collect();
        Self { n_items, starts, items, weights }
    }

    /// How many users there are, those without interactions included.
    pub fn n_users(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many items there are, those nobody met included.
    pub fn n_items(&self) -> usize {
        self.n_items
    }

    /// How many interactions there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// A user's items with their weights, ascending by item; nothing for an unknown user.
    pub fn row(&self, user: u32) -> impl Iterator<Item = (u32, f32)> {
        let (items, weights) = self.slices(user as usize);
        items.iter().copied().zip(weights.iter().copied())
    }

    /// A row as it lies in memory: items, ascending, and their weights.
    pub(super) fn slices(&self, user: usize) -> (&[u32], &[f32]) {
        match self.starts.get(user..user.saturating_add(2)) {
            Some(&[start, end]) => (&self.items[start..end], &self.weights[start..end]),
            _ => (&[], &[]),
        }
    }

    /// The same from the side of the items: items × users. `O(n)`.
    pub fn transposed(&self) -> Self {
        let mut starts = vec![0; self.n_items + 1];
        self.items.iter().for_each(|item| starts[*item as usize + 1] += 1);
        accumulate(&mut starts);
        let mut next = starts.clone();
        let mut users = vec![0; self.len()];
        let mut weights = vec![0.0; self.len()];
        // Users go by in ascending order, so each item's do.
        for user in 0..number(self.n_users()) {
            for (item, weight) in self.row(user) {
                let place = &mut next[item as usize];
                users[*place] = user;
                weights[*place] = weight;
                *place += 1;
            }
        }
        Self { n_items: self.n_users(), starts, items: users, weights }
    }

    /// For each item the sum of its squared weights, `G_jj`.
    pub(super) fn item_squares(&self) -> Vec<f64> {
        let mut squares = vec![0.0; self.n_items];
        for (item, weight) in self.items.iter().zip(&self.weights) {
            squares[*item as usize] += f64::from(*weight) * f64::from(*weight);
        }
        squares
    }

    /// The same, weighed so that a user's interactions count in squares by `(n̄ / n_u)^balance`, `n_u` being how many
    /// they are.
    ///
    /// n̄ is such that all count together as much as before, if they weigh the same.
    pub(super) fn balanced(&self, balance: f64) -> Self {
        let factor = |length: usize| (length as f64).powf(-balance);
        let lengths = self.starts.windows(2).map(|ends| ends[1] - ends[0]);
        let sum: f64 = lengths.clone().filter(|n| *n > 0).map(|n| n as f64 * factor(n)).sum();
        let mean = self.len() as f64 / sum;
        if balance == 0.0 || !mean.is_normal() {
            return self.clone();
        }
        let mut weights = Vec::with_capacity(self.len());
        for (user, length) in lengths.enumerate() {
            let factor = (mean * factor(length)).sqrt();
            let (_, own) = self.slices(user);
            let weigh = |weight: &f32| (f64::from(*weight) * factor) as f32;
            weights.extend(own.iter().map(|x| weigh(x).clamp(f32::MIN_POSITIVE, f32::MAX)));
        }
        Self { weights, items: self.items.clone(), starts: self.starts.clone(), ..*self }
    }

    /// The same, of each user at most so many items: the weightiest, and among equals a choice without pattern.
    pub(super) fn capped(&self, most: usize) -> Self {
        let mut capped = Self { starts: vec![0], items: vec![], weights: vec![], ..*self };
        for user in 0..number(self.n_users()) {
            let mut row: Vec<(u32, f32)> = self.row(user).collect();
            if row.len() > most {
                let chance = |item: u32| mix(u64::from(user) << 32 | u64::from(item));
                row.sort_unstable_by(|a, b| {
                    b.1.total_cmp(&a.1).then(chance(a.0).cmp(&chance(b.0))).then(a.0.cmp(&b.0))
                });
                row.truncate(most);
                row.sort_unstable_by_key(|(item, _)| *item);
            }
            capped.items.extend(row.iter().map(|(item, _)| *item));
            capped.weights.extend(row.iter().map(|(_, weight)| *weight));
            capped.starts.push(capped.items.len());
        }
        capped
    }
}

/// Turn the lengths of rows, each one place late, into where they begin.
pub(super) fn accumulate(lengths: &mut [usize]) {
    let mut sum = 0;
    for length in lengths {
        sum += *length;
        *length = sum;
    }
}

/// A count or position as matrices keep it.
pub(super) fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A number that looks like chance, the same for the same number (the finaliser of `SplitMix64`).
pub(super) fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(interactions: &Interactions) -> Vec<Vec<(u32, f32)>> {
        (0..number(interactions.n_users())).map(|user| interactions.row(user).collect()).collect()
    }

    #[test]
    fn of_several_the_greatest_weight_counts_and_of_none_nothing() {
        let odd = [f32::NAN, f32::INFINITY, -1.0, 0.0].map(|weight| (0, 0, weight));
        let good = [(1, 2, 1.0), (1, 0, 3.0), (1, 2, 4.0), (1, 2, 2.0), (2, 0, 1.0), (1, 3, 1.0)];

        let interactions = Interactions::new(2, 3, odd.into_iter().chain(good));

        assert_eq!(rows(&interactions), [vec![], vec![(0, 3.0), (2, 4.0)]]);
        assert_eq!((interactions.n_users(), interactions.n_items(), interactions.len()), (2, 3, 2));
        assert_eq!(interactions.row(2).count() + interactions.row(u32::MAX).count(), 0);
    }

    #[test]
    fn transposed_twice_is_the_same() {
        let interactions = Interactions::new(3, 4, [(0, 3, 1.0), (2, 3, 2.0), (2, 0, 3.0)]);

        let by_item = interactions.transposed();

        assert_eq!(rows(&by_item), [vec![(2, 3.0)], vec![], vec![], vec![(0, 1.0), (2, 2.0)]]);
        assert_eq!(by_item.transposed(), interactions);
    }

    #[test]
    fn of_too_many_items_the_weightiest_stay() {
        let row = (0..100).map(|item| (0, item, if item == 70 { 2.0 } else { 1.0 }));
        let interactions = Interactions::new(1, 100, row);

        let capped: Vec<u32> = interactions.capped(10).row(0).map(|(item, _)| item).collect();

        assert_eq!(capped.len(), 10);
        assert!(capped.contains(&70) && capped.iter().any(|item| *item > 20), "{capped:?}");
        assert_eq!(interactions.capped(100), interactions);
    }

    #[test]
    fn balance_weighs_users_alike_and_keeps_the_sum() {
        let rows = [(0, 0, 1.0), (1, 0, 1.0), (1, 1, 1.0), (1, 2, 1.0)];
        let interactions = Interactions::new(2, 3, rows);
        let squares = |user: u32| -> f32 {
            interactions.balanced(1.0).row(user).map(|(_, weight)| weight * weight).sum()
        };

        assert!((squares(0) - 2.0).abs() < 1e-5 && (squares(1) - 2.0).abs() < 1e-5);
        assert_eq!(interactions.balanced(0.0), interactions);
    }
}
