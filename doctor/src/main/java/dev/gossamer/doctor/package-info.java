/** The doctor: reads what the library told the Flight Recorder, and says what is wrong in words. */
@NullMarked
package dev.gossamer.doctor;

import org.jspecify.annotations.NullMarked;
