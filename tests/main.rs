//! The whole product through its edges: the real router over a real database, and the program itself.

mod api;
mod outage;
mod pages;
mod program;
mod safety;
mod street;
