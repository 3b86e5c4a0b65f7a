/**
 * The operator as it is shipped: the packaged program in processes of its own, with the rights that
 * its chart gives it.
 */
@NullMarked
package dev.coulomb.operator.packaged;

import org.jspecify.annotations.NullMarked;
