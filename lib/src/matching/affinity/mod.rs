//! Affinity: how near the tastes of two people are, and whose is nearest to somebody's.
//!
//! People `u` and `v` are compared over the items `i` of which both have an opinion, a rating `r` from 0 to 5 or a use:
//!
//! ```text
//! b_u    = (κ·m + Σ r_ui) / (κ + n_u)              what u gives as a rule: the mean of n_u ratings, damped
//! x_ui   = r_ui − b_u; of a use, 1                 how much better than that
//! c_ui   = 1 of a rating, ½ of a use               how much it tells
//! w_i    = ln((N+1)/n_i) / ln((N+1)/2)             how rare i is: n_i of all N people have an opinion of it
//! a_i    = w_i · c_ui · c_vi
//! n      = Σ a_i                                   the support: in items that only these two know
//! cosine = Σ a_i x_ui x_vi / √(Σ a_i x_ui² · Σ a_i x_vi²)
//! score  = cosine · n / (n + β)
//! ```
//!
//! with `m` = 2.5, the middle of the scale, `κ` = 10 and `β` = 5. A score lies in −1 ..= 1: opposite tastes, nothing to
//! go by, the same taste. It is the same from both sides, to the bit. `n / (n + β)` in 0 .. 1 is its confidence.
//!
//! Why so: a rating means what it means to whoever gives it, so it is centred (adjusted cosine; Sarwar et al., *Item-based
//! collaborative filtering*, WWW 2001); but somebody who only rates what they love, and always with 5, is not without
//! taste, so the mean is damped towards the middle of the scale and is never quite reached (between that and Shardanand
//! and Maes' constrained correlation, CHI 1995, which centres at the middle alone). That two know what hardly anybody
//! knows tells more than that both know what all know: inverse user frequency (Breese, Heckerman, Kadie, *Empirical
//! analysis of predictive algorithms*, UAI 1998), here 1 for what only two know and near 0 for what all do. Few items in
//! common agree by chance: shrinkage (Bell, Koren, *Scalable collaborative filtering*, ICDM 2007; significance weighting,
//! Herlocker et al., SIGIR 1999), by the support and not by the mere number, because a cosine alone does not see that all
//! of its weights are small. So whoever shares only what all know has hardly any support, however much it is.
//!
//! Odd input has plain answers: who has no opinions, or nothing in common with anybody, is near nobody; of two opinions of
//! one item the worse counts.

mod evidence;
mod index;
mod opinion;
#[cfg(test)]
mod tests;

pub use evidence::{Affinity, Common, Evidence, diverging, ranked, shared};
pub use index::Index;
pub use opinion::{Opinion, Stance};
