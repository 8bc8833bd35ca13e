//! Interactions to measure with, a fifth of them held out; made up, or read from a file.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

/// Tastes that people can have, and each item is of one.
const TASTES: usize = 24;

/// What users met, by numbers, in two parts.
pub(crate) struct Set {
    pub(crate) n_users: u32,
    pub(crate) n_items: u32,
    /// To learn from.
    pub(crate) learned: Vec<(u32, u32)>,
    /// To judge by.
    pub(crate) held_out: Vec<(u32, u32)>,
}

impl Set {
    /// Made up from a seed: people have two tastes, and take most of what they meet from there, what is popular first.
    ///
    /// Items have a place in their taste, too, and people like what is near their own; so there is something to learn
    /// beyond the tastes. Some people meet little, and a few very much.
    pub(crate) fn made_up(n_users: u32, n_items: u32, n_interactions: usize) -> Self {
        let mut random = StdRng::seed_from_u64(7);
        let mut popular = Popular::new(&mut random, n_items as usize);
        let mean = n_interactions as f64 / f64::from(n_users);
        let mut pairs = Vec::with_capacity(n_interactions);
        for user in 0..n_users {
            let n_left = n_interactions - pairs.len();
            let even = n_left / (n_users - user) as usize;
            let wanted = (mean * 0.12 - mean * 0.88 * (1.0 - random.random::<f64>()).ln()) as usize;
            let wanted = if user + 1 == n_users { even } else { wanted };
            let wanted = wanted.clamp(1, n_left.min(n_items as usize / 3).max(1));
            let tastes = [0, 1].map(|_| (random.random_range(0..TASTES), random.random::<f64>()));
            for item in popular.draw(&mut random, tastes, wanted) {
                pairs.push((user, item));
            }
        }
        Self::split(pairs, n_users, n_items)
    }

    /// Of a CSV file, perhaps compressed, whose rows begin with a user and an item; each pair counts once.
    pub(crate) fn of_csv(path: &Path) -> Self {
        let mut command =
            Command::new(if path.extension().is_some_and(|e| e == "gz") { "zcat" } else { "cat" });
        let text = command.arg(path).output().expect("a program to read files with").stdout;
        let text = String::from_utf8_lossy(&text);
        let (mut users, mut items) = (HashMap::new(), HashMap::new());
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for line in text.lines() {
            // An item may have commas between quotes.
            let Some((user, rest)) = line.split_once(',') else { continue };
            let item = match rest.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').map_or(quoted, |(item, _)| item),
                None => rest.split(',').next().unwrap_or(rest),
            };
            pairs.push((number(&mut users, user), number(&mut items, item)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        Self::split(pairs, users.len() as u32, items.len() as u32)
    }

    fn split(mut pairs: Vec<(u32, u32)>, n_users: u32, n_items: u32) -> Self {
        pairs.shuffle(&mut StdRng::seed_from_u64(8));
        let held_out = pairs.split_off(pairs.len() * 4 / 5);
        Self { n_users, n_items, learned: pairs, held_out }
    }

    /// How many interactions there are in both parts.
    pub(crate) fn n(&self) -> usize {
        self.learned.len() + self.held_out.len()
    }

    /// Write what is to be learned as `sizes` and `learned`: numbers of 32 bits, little-endian.
    pub(crate) fn write(&self, directory: &Path) {
        let bytes = |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        let write = |name: &str, bytes: Vec<u8>| {
            fs::write(directory.join(name), bytes).expect("it can be written");
        };
        let pairs: Vec<u32> = self.learned.iter().flat_map(|pair| [pair.0, pair.1]).collect();
        write("sizes", bytes(&[self.n_users, self.n_items]));
        write("learned", bytes(&pairs));
    }

    /// The mean NDCG@10 of lists, ten items for each user, over the users of whom something is held out.
    pub(crate) fn ndcg(&self, lists: &[u32]) -> f64 {
        let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
        let mut held_out: HashMap<u32, Vec<u32>> = HashMap::new();
        self.held_out
            .iter()
            .for_each(|(user, item)| held_out.entry(*user).or_default().push(*item));
        let of_user = |(user, items): (&u32, &Vec<u32>)| {
            let list = &lists[*user as usize * 10..][..10];
            let hits = list.iter().enumerate().filter(|(_, item)| items.contains(item));
            let gained: f64 = hits.map(|(rank, _)| gain(rank)).sum();
            gained / (0..items.len().min(10)).map(gain).sum::<f64>()
        };
        held_out.iter().map(of_user).sum::<f64>() / held_out.len() as f64
    }
}

fn number(numbers: &mut HashMap<String, u32>, name: &str) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(name.to_owned()).or_insert(next)
}

/// Items to draw from, by taste, with how popular they are.
struct Popular {
    /// Of each taste its items, ascending by place, and the sums of their popularity up to each.
    tastes: Vec<(Vec<u32>, Vec<f64>)>,
    /// Who drew an item last.
    drawn: Vec<u32>,
    n_draws: u32,
}

impl Popular {
    fn new(random: &mut StdRng, n_items: usize) -> Self {
        let mut items: Vec<u32> = (0..n_items as u32).collect();
        items.shuffle(random);
        let mut tastes = vec![(Vec::new(), Vec::new()); TASTES];
        for (at, item) in items.into_iter().enumerate() {
            let (members, sums) = &mut tastes[at % TASTES];
            // Ranks without order within a taste; the n-th most popular has about (n + n/50) ^ -0.9.
            let rank = random.random::<f64>() * n_items as f64;
            let popularity = (rank + n_items as f64 / 50.0).powf(-0.9);
            members.push(item);
            sums.push(sums.last().copied().unwrap_or(0.0) + popularity);
        }
        Self { tastes, drawn: vec![0; n_items], n_draws: 0 }
    }

    /// Distinct items for one with these tastes and places in them.
    fn draw(&mut self, random: &mut StdRng, own: [(usize, f64); 2], wanted: usize) -> Vec<u32> {
        self.n_draws += 1;
        let mut items = Vec::with_capacity(wanted);
        // Some will be drawn again and again; who has met nearly all of a taste gets fewer.
        for _ in 0..wanted * 20 {
            if items.len() == wanted {
                break;
            }
            let chance = random.random::<f64>();
            let (taste, place) = match chance {
                0.0..0.45 => own[0],
                0.45..0.75 => own[1],
                _ => (random.random_range(0..TASTES), random.random::<f64>()),
            };
            let (members, sums) = &self.tastes[taste];
            // Within a fifth of the taste around the own place, as around a circle.
            let whole = sums.last().copied().unwrap_or(0.0);
            let near = (random.random::<f64>() + random.random::<f64>() - 1.0) * 0.2;
            let at = (place + near).rem_euclid(1.0) * whole;
            let item = members[sums.partition_point(|sum| *sum <= at).min(members.len() - 1)];
            if self.drawn[item as usize] != self.n_draws {
                self.drawn[item as usize] = self.n_draws;
                items.push(item);
            }
        }
        items
    }
}
