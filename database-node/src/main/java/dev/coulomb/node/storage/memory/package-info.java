/**
 * Memory as a store asks for it: of the system in huge pages, of the heap in arrays that grow.
 *
 * <p>Owns: how memory is got. Runs on: any thread; an array is confined to one. Knows nothing of:
 * pages, trees, rows.
 */
@NullMarked
package dev.coulomb.node.storage.memory;

import org.jspecify.annotations.NullMarked;
