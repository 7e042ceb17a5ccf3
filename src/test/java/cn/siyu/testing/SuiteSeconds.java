package cn.siyu.testing;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints at the end of a run what each suite took; a suite is the tests of one context. The first pays for the start. */
public class SuiteSeconds implements TestExecutionListener {

    private static final String ROOT = "cn.siyu.";

    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private final Map<String, Suite> suites = new ConcurrentSkipListMap<>();

    private record Suite(int tests, Duration time) {
        private Suite and(Suite further) {
            return new Suite(tests + further.tests, time.plus(further.time));
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        var _ = started.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        var begun = started.remove(test.getUniqueId());
        if (test.isTest()) {
            name(test.getUniqueIdObject().toString()).ifPresent(name -> add(name, new Suite(1, Duration.ZERO)));
        } else if (begun != null
                && test.getSource().filter(ClassSource.class::isInstance).isPresent()) {
            name(test.getUniqueIdObject().toString())
                    .ifPresent(name -> add(name, new Suite(0, Duration.ofNanos(System.nanoTime() - begun))));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (suites.size() > 1) {
            suites.forEach((name, suite) -> System.out.printf(
                    Locale.ROOT,
                    "[suite] %-13s %4d tests %7.1f s%n",
                    name,
                    suite.tests(),
                    suite.time().toMillis() / 1000.0));
        }
    }

    private void add(String name, Suite part) {
        var _ = suites.merge(name, part, Suite::and);
    }

    /** The package below the root, as it stands in a unique id: {@code [class:cn.siyu.trade.RacesTest]}. */
    private static Optional<String> name(String id) {
        var at = id.indexOf(":" + ROOT);
        if (at < 0) {
            return Optional.empty();
        }
        var rest = id.substring(at + 1 + ROOT.length());
        var dot = rest.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(rest.substring(0, dot));
    }
}
