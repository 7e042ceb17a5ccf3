package cn.siyu.kernel.event;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/** The W3C form of a trace context, {@code 00-trace-span-flags}, in which it waits in the outbox with its event. */
public final class TraceParent {

    private static final int PARTS = 4;

    private TraceParent() {}

    /** Of what runs now; null outside of any trace. */
    public static @Nullable String current() {
        var span = Span.current().getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex()
                : null;
    }

    /** An invalid context, which starts a trace of its own, when there is none to continue. */
    static SpanContext parse(@Nullable String text) {
        var parts = text == null ? new String[0] : text.split("-", -1);
        return parts.length == PARTS
                ? SpanContext.createFromRemoteParent(
                        parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault())
                : SpanContext.getInvalid();
    }
}
