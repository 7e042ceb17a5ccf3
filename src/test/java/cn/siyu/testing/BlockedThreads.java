package cn.siyu.testing;

import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fails the test during which an event loop was held up. Vert.x looks at its threads once a second and says so in its log;
 * what it says is kept here and asked for after each test of a running application.
 */
public class BlockedThreads implements QuarkusTestBeforeEachCallback, QuarkusTestAfterEachCallback {

    private static final Logger CHECKER = Logger.getLogger("io.vertx.core.impl.BlockedThreadChecker");
    private static final Ear EAR = new Ear();

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        listen();
        // What was said while the application started belongs to no test.
        var _ = heard();
    }

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        var blocked = heard();
        if (!blocked.isEmpty()) {
            throw new AssertionError("an event loop was blocked during this test:\n" + String.join("\n", blocked));
        }
    }

    static void listen() {
        if (!List.of(CHECKER.getHandlers()).contains(EAR)) {
            CHECKER.addHandler(EAR);
        }
    }

    /** What has been said since this was asked for the last time. */
    static List<String> heard() {
        return EAR.empty();
    }

    /** Keeps what concerns event loops; a worker may take its time. */
    private static final class Ear extends Handler {

        private static final Pattern THREAD = Pattern.compile("Thread\\[.*?eventloop.*?\\].*?blocked for (\\d+) ms");

        private static final Pattern HOLDERS = Pattern.compile(
                "^cn\\.siyu\\.|^java\\.lang\\.Thread\\.(sleep|join)|^java\\.lang\\.Object\\.wait|LockSupport\\.park|^java\\.net\\.|^java\\.io\\.|^org\\.postgresql\\.");

        private final Queue<String> said = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord entry) {
            var message = entry.getMessage() == null ? "" : entry.getMessage();
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()
                    && about(message).find()
                    && !starved(entry.getThrown())) {
                said.add(entry.getThrown() == null ? message : message + "\n" + where(entry.getThrown()));
            }
        }

        /**
         * On a machine that gives the thread no time, Vert.x finds it anywhere, as a rule in the network's own code. Whoever
         * holds a loop up either waits in the JDK or stands on the stack himself.
         */
        private static boolean starved(@Nullable Throwable stack) {
            return stack != null
                    && Arrays.stream(stack.getStackTrace())
                            .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                            .noneMatch(frame -> HOLDERS.matcher(frame).find());
        }

        private static Matcher about(String message) {
            return THREAD.matcher(message);
        }

        private static String where(Throwable stack) {
            var lines = new StringBuilder();
            for (var frame : stack.getStackTrace()) {
                lines.append("    at ").append(frame).append('\n');
            }
            return lines.toString();
        }

        List<String> empty() {
            var all = List.copyOf(said);
            said.clear();
            return all;
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            said.clear();
        }
    }
}
