/**
 * When a schedule makes its next backup and which ones it takes away: pure functions of what was
 * seen. Owns the meaning of cron expressions. The status of the schedule, and its backups, are the
 * only memory. Knows nothing of the Kubernetes client.
 */
@NullMarked
package dev.coulomb.operator.backup.schedule;

import org.jspecify.annotations.NullMarked;
