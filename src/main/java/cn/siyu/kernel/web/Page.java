package cn.siyu.kernel.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a feed. {@code nextCursor} is opaque and absent on the last page; pass it back as {@code cursor}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String nextCursor) {}
