//! The whole product through its edges: the real router over a real database, and the program itself.

#![expect(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod access;
mod account;
mod api;
mod application;
mod clip;
mod draft;
mod draft_back;
mod draft_now;
mod filter;
mod follow;
mod foreign_ids;
mod forms;
mod golden;
mod hand_over;
mod identity;
mod import;
mod import_cells;
mod import_fair;
mod mail;
mod opening;
mod operator;
mod outage;
mod pages;
mod paging;
mod parse;
mod personal_token;
mod pictures;
mod preview;
mod preview_follow;
mod program;
mod promises;
mod report;
mod safety;
mod search;
mod serving;
mod stored;
mod street;
mod swept;
mod taken_away;
mod tax;
mod token;
mod unfinished;
