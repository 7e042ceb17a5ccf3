package cn.siyu.commission;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cn.siyu.testing.SandboxControl;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Cases that are played beside each other, so that one freeze is over for all of them at once. What fails is its case alone. */
record CasesTogether(List<GoldenCase> cases, int hands) {

    /** Refunds arrive when a case says so: what everybody has is looked at before and after. */
    Stream<DynamicTest> play(Consumer<GoldenCase> before) throws InterruptedException {
        SandboxControl.refundMode("PROCESSING");
        try (var people = Executors.newFixedThreadPool(hands)) {
            var frozen = people.invokeAll(cases.stream()
                    .<Callable<CasePlay>>map(each -> () -> {
                        before.accept(each);
                        return CasePlay.untilTheThaw(each);
                    })
                    .toList());
            Earners.thaw();
            var ended = people.invokeAll(frozen.stream()
                    .<Callable<GoldenCase>>map(each -> () -> each.get().afterTheThaw())
                    .toList());
            return IntStream.range(0, cases.size()).mapToObj(i -> test(cases.get(i), ended.get(i))).toList().stream();
        } finally {
            SandboxControl.reset();
        }
    }

    private static DynamicTest test(GoldenCase played, Future<GoldenCase> end) {
        return dynamicTest(played.toString(), () -> {
            var _ = end.get();
        });
    }
}
