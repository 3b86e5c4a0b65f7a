package dev.coulomb.operator.settings;

/**
 * One engine setting a user may set.
 *
 * @param live whether a running node takes it up; otherwise it needs a restart
 * @param standard value when the user says nothing; empty: the operator computes it
 */
record Setting(String name, Value value, boolean live, String standard) {}
