package dev.gossamer.doctor;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command of the doctor printed, and its exit code.
 *
 * @param code the exit code
 * @param out the standard output
 * @param err the standard error
 */
record DoctorRun(int code, String out, String err) {

    static DoctorRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = String.valueOf(arguments[i]);
        }
        int code = Doctor.execute(new PrintWriter(out, true), new PrintWriter(err, true), texts);
        return new DoctorRun(code, out.toString(), err.toString());
    }
}
