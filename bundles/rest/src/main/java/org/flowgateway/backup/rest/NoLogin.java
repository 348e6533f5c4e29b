package org.flowgateway.backup.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a resource that answers everybody, because the contract's clients call it before they log in. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface NoLogin {}
