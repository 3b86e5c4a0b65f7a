/** An example of procedures in Java: a delay that an aeroplane carries through its day. */
package dev.coulomb.example.flights;
