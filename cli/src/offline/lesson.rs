//! How to learn, as the command line says it.

use std::fmt;
use std::str::FromStr;

use clap::Args;
use kindred::matching::collaborative::{Interactions, Ridge, Settings};

use crate::Failure;

/// What both commands take.
#[derive(Clone, Debug, Args)]
pub(super) struct LessonArgs {
    /// How far weights are shrunk: a number above 0, or auto, which tries some on interactions that it holds out
    #[arg(long, value_name = "L", default_value = "auto")]
    lambda: Lambda,
    /// How much further where an item was met more often, from 0 on; goes with a number for --lambda
    #[arg(long, value_name = "G", value_parser = not_negative)]
    gamma: Option<f64>,
    /// How far users count alike, from 0 (each interaction alike) to 1 (each user); goes with a number for --lambda
    #[arg(long, value_name = "B", value_parser = share)]
    balance: Option<f64>,
    /// Decides what is held out
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many threads to use; as many as there are cores, if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lesson {
    /// None if it is to be chosen.
    pub(super) recipe: Option<Recipe>,
    pub(super) seed: u64,
    /// 0 is one for each core.
    pub(super) threads: usize,
}

/// What makes one model of EASE^R differ from another; with only a λ it is EASE^R as it was published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Recipe {
    pub(super) lambda: f64,
    pub(super) gamma: f64,
    /// As in [`Settings::balance`].
    pub(super) balance: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Lambda {
    Auto,
    Given(f64),
}

impl LessonArgs {
    /// Refuses: a gamma or a balance without a lambda.
    pub(super) fn lesson(&self) -> Result<Lesson, Failure> {
        let Self { lambda, gamma, balance, seed, threads } = *self;
        let recipe = match lambda {
            Lambda::Auto if gamma.is_some() || balance.is_some() => {
                return Err("--gamma and --balance need a number for --lambda".into());
            }
            Lambda::Auto => None,
            Lambda::Given(lambda) => {
                let [gamma, balance] = [gamma, balance].map(|it| it.unwrap_or(0.0));
                Some(Recipe { lambda, gamma, balance })
            }
        };
        Ok(Lesson { recipe, seed, threads: threads.map_or(0, usize::from) })
    }
}

impl Recipe {
    /// What is fit for interactions without having been tried.
    pub(super) fn default_for(interactions: &Interactions) -> Self {
        let Ridge { lambda, gamma } = Ridge::for_data(interactions);
        Self { lambda, gamma, balance: Settings::default().balance }
    }

    pub(super) fn ridge(&self) -> Ridge {
        Ridge { lambda: self.lambda, gamma: self.gamma }
    }

    /// The same with another λ.
    pub(super) fn times(self, factor: f64) -> Self {
        Self { lambda: self.lambda * factor, ..self }
    }

    /// The same λ in EASE^R as it was published.
    pub(super) fn plain(self) -> Self {
        Self { gamma: 0.0, balance: 0.0, ..self }
    }

    /// Whether it is EASE^R as it was published.
    pub(super) fn is_plain(&self) -> bool {
        self.gamma == 0.0 && self.balance == 0.0
    }
}

impl fmt::Display for Recipe {
    /// As many digits as say something: `λ = 887`, `λ = 29.4, γ = 0.2, balance 0.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = match self.lambda {
            100.0.. => 0,
            10.0.. => 1,
            _ => 3,
        };
        write!(f, "λ = {:.digits$}", self.lambda)?;
        if self.gamma != 0.0 {
            write!(f, ", γ = {}", self.gamma)?;
        }
        if self.balance != 0.0 {
            write!(f, ", balance {}", self.balance)?;
        }
        Ok(())
    }
}

impl FromStr for Lambda {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = || text.parse().ok().filter(|it: &f64| it.is_finite() && *it > 0.0);
        match text {
            "auto" => Ok(Self::Auto),
            _ => number().map(Self::Given).ok_or("it has to be auto or a number above 0"),
        }
    }
}

fn not_negative(text: &str) -> Result<f64, &'static str> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
    number.ok_or("it has to be a number from 0 on")
}

fn share(text: &str) -> Result<f64, &'static str> {
    let number = not_negative(text).ok().filter(|number| *number <= 1.0);
    number.ok_or("it has to be a number from 0 to 1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lambda_is_a_number_above_0_or_auto() {
        assert_eq!("auto".parse(), Ok(Lambda::Auto));
        assert_eq!("887.5".parse(), Ok(Lambda::Given(887.5)));
        for text in ["0", "-1", "NaN", "inf", "much", ""] {
            assert!(text.parse::<Lambda>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_gamma_and_a_balance_go_with_a_lambda() {
        let recipe = |lambda, gamma, balance| {
            let args = LessonArgs { lambda, gamma, balance, seed: 1, threads: None };
            args.lesson().map(|lesson| lesson.recipe.map(|recipe| recipe.to_string())).ok()
        };

        assert_eq!(recipe(Lambda::Auto, None, None), Some(None));
        assert_eq!(recipe(Lambda::Given(886.6), None, None), Some(Some("λ = 887".into())));
        let all = recipe(Lambda::Given(29.41), Some(0.2), Some(0.5));
        assert_eq!(all, Some(Some("λ = 29.4, γ = 0.2, balance 0.5".into())));
        assert!(recipe(Lambda::Auto, Some(0.5), None).is_none());
        assert!(recipe(Lambda::Auto, None, Some(0.5)).is_none());
    }

    #[test]
    fn what_is_out_of_range_is_refused() {
        assert!(not_negative("-0.1").is_err() && not_negative("NaN").is_err());
        assert!(share("1.1").is_err() && share("-0.1").is_err() && share("1") == Ok(1.0));
    }
}
