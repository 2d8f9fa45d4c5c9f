-- When an application was accepted, also where it is asked anew since: a shop that was let in once, and is not any more, does not open.
alter table applications add column accepted_at bigint;
update applications set accepted_at = updated_at where state = 'accepted';
