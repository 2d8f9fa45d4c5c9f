-- When somebody changed last what is live of a product at once: its pieces, and whether it is shown. `updated_at` says nothing of
-- that, so that nobody who edits the rest is told of it; a list that was looked at before does not write over it.
alter table products add column live_at bigint;
