-- A word that was given to what a window no longer says: it counts until its application is asked anew.
alter table declarations add column is_past integer not null default 0;
