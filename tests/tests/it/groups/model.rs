//! What groups promise, in the plainest words: no store, no transactions, everybody one after another.

/// Everything: groups by number, none where one is gone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Model {
    pub(super) groups: Vec<Option<Group>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) owner: usize,
    pub(super) members: Vec<usize>,
    pub(super) invited: Vec<usize>,
}

/// Something that somebody does; people and groups by their numbers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    Invite {
        by: usize,
        group: usize,
        who: usize,
    },
    Accept {
        who: usize,
        group: usize,
    },
    Uninvite {
        by: usize,
        group: usize,
        who: usize,
    },
    Dismiss {
        by: usize,
        group: usize,
        who: usize,
    },
    /// Delete it or leave it, whichever is possible.
    Leave {
        who: usize,
        group: usize,
    },
}

impl Act {
    fn group(self) -> usize {
        match self {
            Self::Invite { group, .. }
            | Self::Accept { group, .. }
            | Self::Uninvite { group, .. }
            | Self::Dismiss { group, .. }
            | Self::Leave { group, .. } => group,
        }
    }
}

impl Model {
    /// The number of a new group.
    pub(super) fn found(&mut self, owner: usize) -> usize {
        self.groups.push(Some(Group { owner, members: Vec::new(), invited: Vec::new() }));
        self.groups.len() - 1
    }

    /// Let it happen, if it can; the status that whoever does it is answered.
    pub(super) fn does(&mut self, act: Act) -> u16 {
        let place = &mut self.groups[act.group()];
        let Some(group) = place else { return 404 };
        match act {
            Act::Leave { who, .. } if who == group.owner => {
                *place = None;
                204
            }
            Act::Leave { who, .. } => moved(take(&mut group.members, who), 403),
            Act::Invite { by, who, .. } => group.invite(by, who),
            Act::Accept { who, .. } => match take(&mut group.invited, who) {
                true => {
                    group.members.push(who);
                    200
                }
                false => 404,
            },
            Act::Uninvite { by, who, .. } if by != who && by != group.owner => 403,
            Act::Uninvite { who, .. } => moved(take(&mut group.invited, who), 404),
            Act::Dismiss { by, .. } if by != group.owner => 403,
            Act::Dismiss { who, .. } => moved(take(&mut group.members, who), 404),
        }
    }

    /// The groups of somebody: of which they are a member, to which they are invited, which they own.
    pub(super) fn groups_of(&self, who: usize) -> [Vec<usize>; 3] {
        let those = |is: &dyn Fn(&Group) -> bool| {
            let there = self.groups.iter().enumerate();
            there.filter(|(_, group)| group.as_ref().is_some_and(is)).map(|(nr, _)| nr).collect()
        };
        [
            those(&|group| group.members.contains(&who)),
            those(&|group| group.invited.contains(&who)),
            those(&|group| group.owner == who),
        ]
    }
}

impl Group {
    fn invite(&mut self, by: usize, who: usize) -> u16 {
        if by != self.owner {
            return 403;
        }
        if who == self.owner || self.members.contains(&who) || self.invited.contains(&who) {
            return 400;
        }
        self.invited.push(who);
        200
    }
}

fn take(list: &mut Vec<usize>, who: usize) -> bool {
    let before = list.len();
    list.retain(|other| *other != who);
    list.len() < before
}

fn moved(is_moved: bool, refusal: u16) -> u16 {
    if is_moved { 204 } else { refusal }
}
