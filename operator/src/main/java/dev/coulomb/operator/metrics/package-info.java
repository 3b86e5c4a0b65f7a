/** The operator's own numbers, as Prometheus collects them. Safe for any thread. */
@NullMarked
package dev.coulomb.operator.metrics;

import org.jspecify.annotations.NullMarked;
