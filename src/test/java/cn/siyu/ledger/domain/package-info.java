@NullMarked
package cn.siyu.ledger.domain;

import org.jspecify.annotations.NullMarked;
