/**
 * Restores into running clusters as people write them. Owns their schema: fields, defaults, rules
 * in CEL, descriptions. Everything here is an immutable value made by Jackson. Knows nothing of how
 * a restore is carried out.
 */
@NullMarked
package dev.coulomb.operator.api.restore;

import org.jspecify.annotations.NullMarked;
