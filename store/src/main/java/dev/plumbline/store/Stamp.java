package dev.plumbline.store;

/**
 * When something is recorded.
 *
 * @param at stored time
 * @param era which audits know it: those whose look ended this era or a later one
 */
record Stamp(long at, long era) {}
