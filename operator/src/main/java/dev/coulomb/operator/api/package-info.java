/**
 * The custom resources as people write them. Owns the schema: fields, defaults, rules in CEL,
 * descriptions. Everything here is an immutable value made by Jackson. Knows nothing of how a
 * cluster is carried out.
 */
@NullMarked
package dev.coulomb.operator.api;

import org.jspecify.annotations.NullMarked;
