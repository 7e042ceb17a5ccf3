package cn.siyu.distribution.web;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why staff do it; the audit log keeps it. */
@Schema(name = "DistributionReasonRequest")
public record ReasonRequest(@NotBlank @Size(max = 200) String reason) {}
