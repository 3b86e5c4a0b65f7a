/**
 * What people are told: status, conditions and Events, computed from spec, observation and step.
 * The only writer of both.
 */
@NullMarked
package dev.coulomb.operator.status;

import org.jspecify.annotations.NullMarked;
