package dev.plumbline.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One command line in this process, with what it printed. */
record CommandRun(int code, String out, String err) {
    static CommandRun of(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] line = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            line[i] = words[i].toString();
        }
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), line);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
