/**
 * What to do next: pure functions from a spec and an observation to one Step. Owns the safety
 * rules. Reads no clock, calls no one.
 */
@NullMarked
package dev.coulomb.operator.rollout;

import org.jspecify.annotations.NullMarked;
