/**
 * The spec, checked and completed: nothing left to default, nothing that cannot be carried out.
 * Owns the rules that the schema cannot express and repeats those it can. Knows nothing of what is
 * running.
 */
@NullMarked
package dev.coulomb.operator.wanted;

import org.jspecify.annotations.NullMarked;
