-- KOC: a community may be for a segment of members alone; who comes by its code is looked at.

alter table koc_community add column segment_id uuid;
