package cn.siyu.setup.app;

import java.util.UUID;

/** What an import's job is told. */
record ImportParameters(UUID importId, boolean dryRun) {}
