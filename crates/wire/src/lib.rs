//! What crosses the wire between the app and the server: types and endpoints, with no I/O and no clock.
//!
//! Everything here compiles for the server and for the browser alike.
//! A value that parsed is trusted afterwards: slugs, money and ids cannot be malformed once they exist.

pub mod account;
pub mod address;
pub mod application;
pub mod clip;
pub mod clip_draft;
pub mod draft;
pub mod endpoint;
pub mod failure;
pub mod filter;
pub mod held;
pub mod home;
pub mod hours;
pub mod identity;
pub mod import;
pub mod lang;
pub mod listing;
pub mod member;
pub mod money;
pub mod now;
pub mod opening;
pub mod operator;
pub mod passkey;
pub mod picture;
pub mod preview;
pub mod product;
pub mod report;
pub mod review;
pub mod search;
pub mod shop;
pub mod site;
pub mod slug;
pub mod system;
pub mod tax;
pub mod time;
pub mod token;
pub mod window;
pub mod window_facts;

pub use endpoint::{Endpoint, Method};
pub use failure::{Code, Failure};
pub use lang::{Lang, Text};
pub use money::{Currency, Money};
pub use picture::Picture;
pub use slug::Slug;
