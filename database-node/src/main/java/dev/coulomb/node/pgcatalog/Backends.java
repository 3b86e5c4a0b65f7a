package dev.coulomb.node.pgcatalog;

/** The sessions, as {@code pg_cancel_backend} and {@code pg_terminate_backend} reach them. */
public interface Backends {
  /** There are none. */
  Backends NONE =
      new Backends() {
        @Override
        public boolean cancel(int number) {
          return false;
        }

        @Override
        public boolean terminate(int number) {
          return false;
        }
      };

  /** Ends the statement that a session runs; false: no such session. Any thread. */
  boolean cancel(int number);

  /** Ends a session; false: there is none. Any thread. */
  boolean terminate(int number);
}
