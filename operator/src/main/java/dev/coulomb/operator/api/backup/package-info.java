/**
 * Backups and their schedules as people write them. Owns their schema: fields, defaults, rules in
 * CEL, descriptions. Everything here is an immutable value made by Jackson. Knows nothing of how a
 * backup is carried out.
 */
@NullMarked
package dev.coulomb.operator.api.backup;

import org.jspecify.annotations.NullMarked;
