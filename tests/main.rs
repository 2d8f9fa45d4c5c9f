//! The whole product through its edges: the real router over a real database, and the program itself.

#![expect(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod access;
mod account;
mod api;
mod application;
mod clip;
mod draft;
mod filter;
mod identity;
mod import;
mod mail;
mod opening;
mod operator;
mod outage;
mod pages;
mod paging;
mod parse;
mod program;
mod report;
mod safety;
mod search;
mod street;
mod tax;
