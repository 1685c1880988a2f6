"""What a Worker costs a step: echo, direct step and worker step for every layout, in one run."""
