/**
 * Owns: what is in the images of node and operator, that they run as pods will run them, and how
 * fast the distribution starts. Runs on: the test's thread. Knows nothing of: Kubernetes, container
 * engines.
 */
@NullMarked
package dev.coulomb.e2e.images;

import org.jspecify.annotations.NullMarked;
