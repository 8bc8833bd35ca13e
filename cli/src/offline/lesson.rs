//! How to learn, as the command line says it.

use std::str::FromStr;

use clap::Args;
use kindred::matching::collaborative::Ridge;

use crate::Failure;

/// What both commands take.
#[derive(Clone, Debug, Args)]
pub(super) struct LessonArgs {
    /// How far weights are shrunk: a number above 0, or auto, which tries some on interactions that it holds out
    #[arg(long, value_name = "L", default_value = "auto")]
    lambda: Lambda,
    /// How much further where an item was met more often, beside a number for --lambda; auto chooses it as well
    #[arg(long, value_name = "G", value_parser = not_negative)]
    gamma: Option<f64>,
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
    pub(super) ridge: Option<Ridge>,
    pub(super) seed: u64,
    /// 0 is one for each core.
    pub(super) threads: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Lambda {
    Auto,
    Given(f64),
}

impl LessonArgs {
    /// Refuses: a gamma without a lambda.
    pub(super) fn lesson(&self) -> Result<Lesson, Failure> {
        let ridge = match (self.lambda, self.gamma) {
            (Lambda::Auto, Some(_)) => return Err("--gamma needs a number for --lambda".into()),
            (Lambda::Auto, None) => None,
            (Lambda::Given(lambda), gamma) => Some(Ridge { lambda, gamma: gamma.unwrap_or(0.0) }),
        };
        Ok(Lesson { ridge, seed: self.seed, threads: self.threads.map_or(0, usize::from) })
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
    fn a_gamma_goes_with_a_lambda() {
        let args = |lambda, gamma| LessonArgs { lambda, gamma, seed: 1, threads: None };
        let ridge = |args: LessonArgs| args.lesson().expect("sound").ridge;

        assert_eq!(ridge(args(Lambda::Auto, None)), None);
        assert_eq!(ridge(args(Lambda::Given(2.0), None)), Some(Ridge { lambda: 2.0, gamma: 0.0 }));
        assert_eq!(
            ridge(args(Lambda::Given(2.0), Some(0.5))),
            Some(Ridge { lambda: 2.0, gamma: 0.5 })
        );
        assert!(args(Lambda::Auto, Some(0.5)).lesson().is_err());
        assert!(not_negative("-0.1").is_err() && not_negative("NaN").is_err());
    }
}
