package cn.siyu.groupbuy.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of a feed whose items run against the clock: count down from {@code serverTime}, never from the client's own (B24). */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Timed<T>(List<T> items, @Nullable String nextCursor, Instant serverTime) {}
