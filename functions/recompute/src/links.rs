//! The engine `LinkBetweenItems`: the titles of all kinds, and what of other kinds each content is linked to.
//!
//! As in [`similarities`](crate::similarities), between two milestones a content that comes, goes or changes moves only
//! its own links and those of the contents whose titles are like its own, before or after; here in the pairs of kinds
//! of which one is its own. When the statistics of a pair change, all links that start in it are due.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::links::{Linkage, LinkedTitle, Links, Pair};
use kindred::linked::{Changes, Linked};
use kindred::matching::text::clean;
use kindred::store::{ATTEMPTS, Change, outrun};
use kindred::{Result, Store};

use crate::run::Run;
use crate::similarities::Audience;

/// Contents that are read and written together.
const SLICE: usize = 1_000;

/// Contents by kind.
type ByKind = BTreeMap<MediaKind, BTreeSet<u64>>;

/// What came of the contents of one kind.
#[derive(Debug, Default)]
pub(crate) struct Moved {
    /// How many were compared anew.
    pub(crate) contents: usize,
    /// How many of them have other links now.
    pub(crate) written: usize,
}

/// Bring the links of all kinds up to date after these contents came, went or changed.
pub(crate) async fn refresh(
    run: Run<'_>,
    touched: &ByKind,
    audience: Audience,
) -> Result<BTreeMap<MediaKind, Moved>> {
    let (store, all) = (run.store(), &run.engines().linked);
    let is_compared = |kind: &MediaKind| Pair::all().iter().any(|it| it.kinds().contains(kind));
    let mut touched: ByKind =
        touched.clone().into_iter().filter(|(kind, _)| is_compared(kind)).collect();
    if touched.values().all(BTreeSet::is_empty) {
        return Ok(BTreeMap::new());
    }
    let mut due = ByKind::new();
    for attempt in 0..ATTEMPTS {
        let before = match audience {
            Audience::Met => all.current(store, ()).await?,
            Audience::Everybody => all.afresh(store, ()).await?,
        };
        if audience == Audience::Everybody {
            // What was deleted while nobody listened is still among the titles.
            touched.iter_mut().for_each(|(kind, ids)| ids.extend(before.ids(*kind)));
        }
        let now = titles(store, &touched).await?;
        let after = before.with(&now);
        let linkage = reached(&before.linkage, &after, &touched).reaching(run.position);
        for pair in pairs_of(&touched) {
            let is_selective = before.linkage.covers(pair, &linkage) && audience == Audience::Met;
            for (from, to) in pair.ways() {
                let due = due.entry(from).or_default();
                due.extend(touched.get(&from).into_iter().flatten());
                match is_selective {
                    true => due.extend(moved(&before, &after, &touched, (pair, from, to))),
                    false => due.extend(before.ids(from).chain(after.ids(from))),
                }
            }
        }
        let written = write_links(store, &after, &due).await?;
        // The old titles stay until all is done with them: who dies before this line starts from them again.
        write_titles(store, &before, now, audience).await?;
        if store.attempt(Change::new().save(&linkage), attempt).await? {
            all.keep((), Arc::new(after.under(linkage.saved())));
            return Ok(written);
        }
    }
    Err(outrun())
}

/// The pairs that contain a kind of which something is touched.
fn pairs_of(touched: &ByKind) -> impl Iterator<Item = Pair> {
    let concerns = |pair: &Pair| pair.kinds().iter().any(|kind| touched.contains_key(kind));
    Pair::all().into_iter().filter(concerns)
}

/// The titles of these contents as they are now.
async fn titles(store: &Store, touched: &ByKind) -> Result<Changes> {
    let mut now = Changes::new();
    for (kind, ids) in touched {
        let titles = now.entry(*kind).or_default();
        titles.extend(ids.iter().map(|id| (*id, None)));
        let keys: Vec<_> = ids.iter().map(|id| Content::place(*id)).collect();
        for slice in keys.chunks(SLICE) {
            let contents: Vec<Content> = store.batch(slice).await?;
            let there = contents.iter().filter(|content| content.kind == *kind);
            titles.extend(there.map(|content| (content.id, Some(clean(content.title())))));
        }
    }
    Ok(now)
}

/// The statistics of all pairs, once these contents are as they are now.
fn reached(last: &Linkage, after: &Linked, touched: &ByKind) -> Linkage {
    let mut linkage = last.clone();
    for pair in pairs_of(touched) {
        linkage.fingerprints.insert(pair.to_string(), after.fingerprint(pair));
    }
    linkage
}

/// What of a kind has a title like one that is touched of the kind to which its links go, as it was or as it is.
fn moved(
    before: &Linked,
    after: &Linked,
    touched: &ByKind,
    (pair, from, to): (Pair, MediaKind, MediaKind),
) -> BTreeSet<u64> {
    let targets = touched.get(&to).into_iter().flatten();
    let titles = targets.flat_map(|id| [before.title(to, *id), after.title(to, *id)]);
    let titles: BTreeSet<&str> = titles.flatten().collect();
    titles.into_iter().flat_map(|title| after.alike(pair, from, title)).collect()
}

async fn write_links(
    store: &Store,
    after: &Linked,
    due: &ByKind,
) -> Result<BTreeMap<MediaKind, Moved>> {
    let mut written = BTreeMap::new();
    for (kind, ids) in due {
        let ids: Vec<u64> = ids.iter().copied().collect();
        let moved: &mut Moved = written.entry(*kind).or_default();
        moved.contents = ids.len();
        for slice in ids.chunks(SLICE) {
            moved.written += write_some_links(store, after, *kind, slice).await?;
        }
    }
    Ok(written)
}

async fn write_some_links(
    store: &Store,
    after: &Linked,
    kind: MediaKind,
    ids: &[u64],
) -> Result<usize> {
    let keys: Vec<_> = ids.iter().map(|id| Links::place(*id)).collect();
    let stored: Vec<Links> = store.batch(&keys).await?;
    let stored: HashMap<_, _> =
        stored.into_iter().map(|item| (item.content_id, item.links)).collect();
    let (mut found, mut gone) = (Vec::new(), Vec::new());
    for (content_id, links) in after.links(kind, ids) {
        match stored.get(&content_id) {
            Some(old) if *old == links => {}
            Some(_) if links.is_empty() => gone.push(Links::place(content_id)),
            None if links.is_empty() => {}
            _ => found.push(Links { content_id, links }),
        }
    }
    store.put_all(&found, &gone).await?;
    Ok(found.len() + gone.len())
}

/// Write these titles; where all were just read, those that are otherwise.
async fn write_titles(
    store: &Store,
    before: &Linked,
    now: Changes,
    audience: Audience,
) -> Result<()> {
    let (mut new, mut gone) = (Vec::new(), Vec::new());
    for (kind, titles) in now {
        for (content_id, title) in titles {
            if audience == Audience::Everybody && before.title(kind, content_id) == title.as_deref()
            {
                continue;
            }
            match title {
                Some(title) => new.push(LinkedTitle { kind, content_id, title }),
                None => gone.push(LinkedTitle::place(kind, content_id)),
            }
        }
    }
    store.put_all(&new, &gone).await
}
