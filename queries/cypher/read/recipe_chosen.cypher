// Which recipe was chosen for what is loaded, and why?
//
// By the newest run that was given none: `chosen` is its name, `chosen_days` what its memory is
// stretched to where all acts lie within it, `chosen_words` how it foretold beside others.
//
// for: researchers, developers
// returns: chosen STRING, chosen_days FLOAT, chosen_words STRING

MATCH (run:Run|PastRun {complete: true})
WHERE run.chosen IS NOT NULL
RETURN run.chosen AS chosen, run.chosen_days AS chosen_days, run.chosen_words AS chosen_words
ORDER BY run.at DESC, run.id
LIMIT 1;
