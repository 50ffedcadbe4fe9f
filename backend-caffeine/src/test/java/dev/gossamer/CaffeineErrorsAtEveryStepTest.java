package dev.gossamer;

class CaffeineErrorsAtEveryStepTest extends ErrorsAtEveryStepTest {}
