package dev.plumbline.monitor.jobs;

/**
 * The right to commit the result of one attempt at a run. A later attempt has a higher fence, and a store refuses a
 * completion whose fence is not the newest, so a node that was paused cannot commit over its successor.
 *
 * @param id the run
 * @param fence the attempt, from 1
 */
public record RunHandle(long id, int fence) {}
