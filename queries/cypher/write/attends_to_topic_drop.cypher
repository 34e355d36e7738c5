// Do without the index of arrows by topic for a while
//
// Built afterwards it costs a sixth of keeping it up to date while a run folds.
DROP INDEX attends_to_topic IF EXISTS;
