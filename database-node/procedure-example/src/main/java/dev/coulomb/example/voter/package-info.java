/** An example of procedures in Java: a talent show whose viewers vote by phone. */
package dev.coulomb.example.voter;
