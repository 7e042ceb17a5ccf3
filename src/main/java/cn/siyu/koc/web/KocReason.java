package cn.siyu.koc.web;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why something is ended, paused or taken away. */
@Schema(name = "KocReasonRequest")
record KocReason(@NotBlank @Size(max = 200) String reason) {}
