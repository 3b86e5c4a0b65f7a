/** A real API server for tests, and what plays kubelet and database nodes beside it. */
@NullMarked
package dev.coulomb.operator.kubernetes;

import org.jspecify.annotations.NullMarked;
